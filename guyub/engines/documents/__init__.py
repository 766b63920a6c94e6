"""Letters and books: a frozen outline to DOCX and PDF; every number carries its source."""
