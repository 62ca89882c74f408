"""What an operator needs: backups, secrets, limits of the database, a broker and mails without a server."""
