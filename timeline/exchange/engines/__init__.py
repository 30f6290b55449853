"""The projection in other engines: its tables as files or in a server, and its views over them."""
