"""The documents as a site: `make docs` builds it with Sphinx into build/site, without the network, warnings as errors.

The source folder is the whole project, so that links between documents are the same here as where the files are read.
"""

import re
import sys
from pathlib import Path

from sphinx.application import Sphinx

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))

from monitor import __version__  # noqa: E402 (found by the line above)

project = "monitor"
version = release = __version__
html_title = f"monitor {__version__}"
language = "en"
root_doc = "docs/index"
include_patterns = ["*.md", "docs/*.md", "benchmarks/README.md"]
extensions = ["myst_parser"]
myst_heading_anchors = 4  # links name headings as repositories show them: operations.md#upgrading
myst_links_external_new_tab = False
nitpicky = True
pygments_style = "friendly"
html_theme = "furo"
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
templates_path = ["templates"]
html_additional_pages = {"index": "to_first_page.html"}
suppress_warnings = ["misc.highlighting_failure"]  # examples with "..." in them


def leave_links_to_folders(app: Sphinx, name: str, source: list[str]) -> None:  # noqa: ARG001 (Sphinx's signature)
    """Turn links to folders of the project, of which the site has no page, into their words."""
    folder = (PROJECT / name).parent

    def words(link: re.Match[str]) -> str:
        return f"{link[1]}" if (folder / link[2]).is_dir() else link[0]

    source[0] = re.sub(r"\[([^\]\[]+)\]\(([^)\s#:]+)\)", words, source[0])


def setup(app: Sphinx) -> None:
    app.connect("source-read", leave_links_to_folders)
