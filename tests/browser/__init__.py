"""The board in a real browser: Chromium without a window, driven by playwright."""
