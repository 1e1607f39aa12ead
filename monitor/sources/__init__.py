"""Where raw items come from: guarded HTTP, feeds, articles, folders of documents."""
