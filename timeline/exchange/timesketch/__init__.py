"""Events of Timesketch (https://timesketch.org) and Plaso (https://plaso.readthedocs.io)."""
