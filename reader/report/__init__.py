"""Reports: from an outline of clips to a document with citations."""
