"""The document details: what is known of the document in front, and correcting it in place."""
