"""The shared face: base templates, components, middleware, static; no business, no models."""
