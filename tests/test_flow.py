import time

import pytest


@pytest.mark.django_db
def test_x(client, tmp_path):
    from django.test.html import parse_html

    for p in ["carriers/docomo/", "carriers/softbank/", "cases/lost-sim/", "carriers/", "words/"]:
        for i in range(2):
            t = time.process_time()
            r = client.get("/en/" + p)
            t1 = time.process_time() - t
            h = r.content.decode()
            t = time.process_time()
            e = parse_html(h)
            t2 = time.process_time() - t
            print(p, t1, t2)
