"""Extralit 0.7.2 on OpenSearch, which the tests start because it needs no more than Java.

Its OpenSearch engine lacks one method that its Elasticsearch engine has, so it does not start without this.
As a program it takes the arguments of `extralit_server`; `extralit_on_opensearch:app` is the server for uvicorn.
"""

import runpy
import sys

from extralit_server.search_engine.opensearch import OpenSearchEngine


async def get_all_index_names(self):
    return list(await self.client.indices.get_alias(index="*"))


missing = "get_all_index_names"
if missing in OpenSearchEngine.__abstractmethods__:
    setattr(OpenSearchEngine, missing, get_all_index_names)
    OpenSearchEngine.__abstractmethods__ -= {missing}

if __name__ == "__main__":
    sys.argv[0] = "extralit_server"
    runpy.run_module("extralit_server", run_name="__main__", alter_sys=True)
else:
    from extralit_server import app  # noqa: F401
