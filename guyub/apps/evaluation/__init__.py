"""The ministry's side: cycles, panels, blind scores, results, objections, the progress of regions."""
