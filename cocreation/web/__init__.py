"""Between a browser and the apps: middleware, logs, limits, forms that come back, the pages of the site itself."""
