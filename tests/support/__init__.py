"""What tests share: logs, commands that are run, terminals, measurements."""
