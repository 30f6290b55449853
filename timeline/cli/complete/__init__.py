"""What a shell offers while a command line is typed."""
