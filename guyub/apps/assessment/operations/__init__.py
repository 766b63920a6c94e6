"""What officers do with instruments and evidence, and with assessments."""
