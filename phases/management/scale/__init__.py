"""What `manage.py seed_scale` writes: as much data as a large public body has after years, made in bulk."""
