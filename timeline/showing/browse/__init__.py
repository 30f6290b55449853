"""The projection in Datasette: tables to browse, and a server that shows them."""
