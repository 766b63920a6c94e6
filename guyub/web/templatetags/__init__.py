"""Template libraries: `figures` (how values are written), `marks` (icons and charts), `shell` (menu and page state)."""
