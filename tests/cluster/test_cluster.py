"""What readers notice when a node, the database or the cache fails, or a new version comes: nothing. `make cluster`."""

import time

import pytest

from tests.cluster.conftest import Cluster
from tests.editor import Editor, ask
from tests.node import Node
from tests.servers import stop

pytestmark = pytest.mark.cluster

PAGES = ["/en/", "/ja/carriers/docomo/", "/zh-hans/carriers/", "/zh-hant/cases/", "/en/myths/"]
PLANS = [
    "/en/plan/yours/?carrier=docomo&where=japan&leaving=undecided",
    "/ja/plan/yours/?carrier=softbank&where=abroad",
]
NEVER_ASKED = ["/en/search/?q=never{number}"]  # nobody has a copy: a node must answer


def test_an_edit_on_one_node_is_seen_on_the_other_within_a_second(cluster: Cluster) -> None:
    one, other = cluster.nodes
    editor = Editor(one, cluster.sign_in())
    myth = editor.first("myth")
    seen_before = (text_of(other), cluster.front.get("/en/myths/").text)
    for words in ("The first words", "The second words"):
        assert all(words not in page for page in seen_before)
        answer, page = editor.change(myth, said_en=words)
        assert answer.status == 302, page
        time.sleep(1)  # the promise
        assert words in text_of(other)
        time.sleep(1)  # nginx counts in whole seconds: its copy, good for one, may be used for two
        assert words in cluster.front.get("/en/myths/").text


def test_a_node_killed_under_load_loses_no_request(cluster: Cluster) -> None:
    """But one it had begun to send: gunicorn sends head and body apart, and nobody can take a head back."""
    victim = cluster.nodes[1]
    with cluster.readers(PAGES + PLANS + NEVER_ASKED) as readers:
        for _time in range(3):
            readers.read_more(50)
            victim.kill()
            readers.read_more(50)
            victim.start()
    print(f"A node killed three times: {readers}.")
    assert set(readers.got) <= {200, "cut"}
    assert readers.got["cut"] <= 3


def test_postgresql_restarts_and_redis_goes(cluster: Cluster) -> None:
    with cluster.readers(PAGES + PLANS) as readers:
        readers.read_more(100)
        cluster.postgres.stop()
        readers.read_more(100)
        cluster.postgres.start()
        stop(cluster.redis)
        readers.read_more(100)
    print(f"PostgreSQL restarted, Redis gone: {readers}.")
    assert set(readers.got) == {200}
    assert cluster.front.get("/en/search/?q=afterwards").status == 200, "the pool has found the server again"


def test_a_rolling_restart_with_a_migration(cluster: Cluster) -> None:
    later = {"DJANGO_SETTINGS_MODULE": "tests.cluster.later.settings"}
    with cluster.readers(PAGES + PLANS + NEVER_ASKED) as readers:
        readers.read_more(50)
        assert "a_column_more... OK" in cluster.manage("migrate", **later)
        for node in cluster.nodes:
            node.stop()
            readers.read_more(50)
            node.environment |= later
            node.start()
            readers.read_more(50)
    print(f"Restarted one after the other, with a migration: {readers}.")
    assert set(readers.got) == {200}


def text_of(node: Node) -> str:
    return ask(node, "GET", "/en/myths/")[1]
