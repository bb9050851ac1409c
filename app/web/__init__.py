"""The pages that people see: routes, templates, style and script."""
