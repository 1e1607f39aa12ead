"""Feeds, articles and the watched folder in their time: when each is asked, what of it is new, how it fares.

One poll is a row of steps, each of which returns a value (`phases`) for the next; `poll` puts them together, for the
daemon's `poller` and for `manual_poll` alike:

    ask       FeedSource, SourceState ─► Answered      asking      HTTP; or a Poll that ends here
    read      Answered ─► Understood                   asking      in a process of its own; or a Poll that ends here
    recall    Understood ─► Recalled                   recalling   what the database knows of the entries
    sort out  Recalled ─► SortedOut                    recalling   what is new, what changed, what is the past; pure
    complete  SortedOut ─► Poll                        completing  the pages behind teasers, and which are awaited
    arrive    Poll ─► the database                     batched_writes  many polls in one transaction

What is due is read from the database at the start and counted on the monotonic clock from then on; a page that could
not be had with its entry waits in the database, while the entry is read in its feed's words.

`schedule` says when a feed is asked again and how it is, `sorting` what in it is new, `trouble` what the desk hears of
it; all three are pure. `turns` lines up what is due by host, for the poller to begin. `web` is what all questions to
servers share. `page_queue` asks for the pages that could not be had at once (`awaited`, pure, says which and when),
`revisits` asks again for articles that are known (`visits` is one such question), `watched_folder` looks for new files.
`times` are the clocks that all of them go by, as values.
"""
