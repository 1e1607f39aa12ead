"""Where raw items come from: guarded HTTP, feeds, articles, folders of documents.

Order of reading, by what comes in. HTTP: `fetch` is the front door, with `addresses` (what may be dialled),
`headers`, `answer_heads` (flaws that others read over), `bodies` (compression under a cap), `timings`, `threads`;
`robots` asks before a page, by `robots_rules`. Feeds: `feeds` is the front door; `plain_feeds`, `jsonfeed` and
`sitemaps` are its own readers, `feed_encodings` what goes before them, `entries` what all formats give; `links` and
`identity` say what an entry is known by. `articles` are the pages behind teasers, `advice` what to do about a feed
that brings nothing. Files: `files` is the front door, over `plain_files`, `markdown`, `plain_texts` and `warc`;
`parts` divides an archive for several readers, `folder` sees what changed in a watched one. `opml` takes lists of feeds
in and out.
"""
