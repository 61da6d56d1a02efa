"""Purchase signals, complaint topics and themes in the words of customers."""
