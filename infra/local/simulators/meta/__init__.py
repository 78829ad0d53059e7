"""Facebook Pages, Instagram by Facebook login and the Marketing API: one application, as on graph.facebook.com."""
