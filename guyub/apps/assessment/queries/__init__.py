"""Reading instruments, evidence and assessments."""
