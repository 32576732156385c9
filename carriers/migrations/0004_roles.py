"""The roles as groups. What a role may is said here; who has it is chosen on a user's page in the admin."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

WRITTEN = (
    "answer", "article", "cancellationmethod", "carrier", "case", "contact", "document", "endingrule", "fee",
    "generalcase", "letter", "methodstep", "myth", "openquestion", "phrase", "requireddocument", "sign", "simreturn",
    "source", "specialcase", "term",
)
SENT = ("question", "report")  # by readers: editors answer them, and add none
KEPT = ("sourcevisit", "version")
LANGUAGES = {"en": "en", "ja": "ja", "zh_hans": "zh-hans", "zh_hant": "zh-hant"}
OWN = {
    "publish_content": "Can decide what readers see",
    **{f"translate_{suffix}": f"Can translate into {language}" for suffix, language in LANGUAGES.items()},
}
APPS = ("auth", "axes", "otp_static", "otp_totp")
# Who signs in, and when, is read; an account is unlocked, and a lost phone forgotten, by a deletion.
AUDIT = {
    "view_accesslog", "view_accessfailurelog", "view_accessattempt", "delete_accessattempt",
    "view_accessattemptexpiration", "delete_accessattemptexpiration", "view_totpdevice", "delete_totpdevice",
    "view_staticdevice", "delete_staticdevice", "view_statictoken", "delete_statictoken",
}
USERS = {f"{verb}_{model}" for verb in ("view", "add", "change", "delete") for model in ("user", "group")}


def every(verbs, models):
    return {f"{verb}_{model}" for verb in verbs for model in models}


SEEN = every(["view"], (*WRITTEN, *SENT, *KEPT))
EDITOR = SEEN | every(["add", "change"], WRITTEN) | every(["change"], SENT)
PUBLISHER = EDITOR | every(["delete"], (*WRITTEN, *SENT)) | {"publish_content"}
ROLES = {
    "editor": EDITOR,
    "publisher": PUBLISHER,
    "administrator": PUBLISHER | USERS | AUDIT,
    # No "change" of any kind: a translator's pages open by this permission alone (carriers/admin/roles.py).
    **{f"translator: {language}": SEEN | {f"translate_{suffix}"} for suffix, language in LANGUAGES.items()},
}


def make(apps, schema_editor):
    """Django makes permissions after the last migration; the groups need them now."""
    using = schema_editor.connection.alias
    for label in ("carriers", *APPS):
        create_permissions(installed.get_app_config(label), verbosity=0, using=using, apps=apps)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    carrier = apps.get_model("contenttypes", "ContentType").objects.using(using).get(
        app_label="carriers", model="carrier"
    )
    for codename, name in OWN.items():
        permissions.get_or_create(content_type=carrier, codename=codename, defaults={"name": name})
    for name, codenames in ROLES.items():
        group, _made = apps.get_model("auth", "Group").objects.using(using).get_or_create(name=name)
        group.permissions.set(
            permissions.filter(codename__in=codenames, content_type__app_label__in=("carriers", *APPS))
        )


def unmake(apps, schema_editor):
    using = schema_editor.connection.alias
    apps.get_model("auth", "Group").objects.using(using).filter(name__in=ROLES).delete()
    apps.get_model("auth", "Permission").objects.using(using).filter(
        content_type__app_label="carriers", codename__in=OWN
    ).delete()


class Migration(migrations.Migration):

    dependencies = [
        ("carriers", "0003_desk"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("axes", "0010_accessattemptexpiration"),
        ("otp_static", "0003_add_timestamps"),
        ("otp_totp", "0003_add_timestamps"),
    ]

    operations = [migrations.RunPython(make, unmake)]
