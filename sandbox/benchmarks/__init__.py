"""How long things take with many visits. Figures to compare with each other; no test depends on them."""
