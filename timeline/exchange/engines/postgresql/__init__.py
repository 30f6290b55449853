"""The projection in a PostgreSQL server: its tables and views, and who may change them when."""
