"""The project: settings, addresses, middleware and the Celery application. No app imports from here.

`celery -A cocreation` finds the application in `celery.py`; web processes ring no bell and do not load it.
"""
