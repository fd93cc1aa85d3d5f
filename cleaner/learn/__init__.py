"""Learning the templates of web sites: lines that repeat across a site's pages round their main text."""
