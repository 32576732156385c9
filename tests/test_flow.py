import time, pytest
from carriers.rows import read_shared, read_carriers
@pytest.mark.django_db
def test_x(client, tmp_path):
    from carriers.seed import content, files
    from guide.flow import questions_for
    sh = read_shared()
    for c in read_carriers():
        print(c.slug, c.popular, c.billing, [q.key for q in questions_for(c, sh)])
    t=time.time(); content.read(); print("read", time.time()-t)
    t=time.time(); print(content.load()); print("load", time.time()-t)
    t=time.time(); list(content.dump(tmp_path)); print("dump", time.time()-t)
    t=time.time(); files.ContentFile(files.DATA/"cases.yaml"); print("cases", time.time()-t)
    for p in ["/en/plan/yours/?carrier=docomo&where=abroad&cycle=99","/en/plan/cycle/?carrier=docomo&where=abroad", "/en/plan/yours/?carrier=docomo&where=japan&leaving=20261219", "/en/plan/yours/?carrier=docomo&where=japan&leaving=2026-W51-1"]:
        r=client.get(p); print(p, r.status_code, r.headers.get("Location"))
    from django.test import Client
    print(Client(enforce_csrf_checks=True).post("/ja/").content[:300])
    for h in ["zh-TW","zh-HK","zh-MO","zh","zh-CN","zh-SG","ja","fr","","fr,ja;q=0.4","zh-Hant-TW"]:
        print(h, client.get("/", headers={"accept-language":h}).headers["Location"])
    from django.test.html import parse_html
    t=time.time(); e=parse_html(client.get("/en/carriers/docomo/").content.decode()); print(e.name, e.attributes, time.time()-t)
