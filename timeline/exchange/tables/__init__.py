"""Tables: CSV, TSV and Excel workbooks, and the plan for their columns."""
