"""The proof of one event as a folder for somebody who has nothing but a shell and a browser."""
