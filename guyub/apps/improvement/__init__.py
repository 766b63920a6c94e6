"""What would lift the score: sensitivity, the cheapest way to a target, gaps and the programmes that close them."""
