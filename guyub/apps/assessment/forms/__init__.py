"""What a person types about assessments, before any rule."""
