"""What the templates of evaluation ask for."""
