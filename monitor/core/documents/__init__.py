"""Bytes to a readable document: characters, markup, what a page declares of itself, walls and notices.

The order of reading: `extraction` is the front door. It takes `decoding` for characters, `metadata` and `dates` for
what a page declares, `insets` for what stands beside an article and belongs to it, `boilerplate` for what is no word of
it, `page_bounds` for what no article has, and `main_text` for the article itself, by trafilatura and by the `density`
of the page's `blocks`; `walls` and `notices` judge the text, and `embargoes` with `embargo_times` says until when it
may not be told. Apart from these: `xml_trees` for feeds, `revisits` for when an article is asked for again, `retries`
for when one that could not be read is tried again.
"""
