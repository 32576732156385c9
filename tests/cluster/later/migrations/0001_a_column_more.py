from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("carriers", "0004_roles")]
    operations = [migrations.RunSQL("ALTER TABLE carriers_carrier ADD COLUMN later text NOT NULL DEFAULT ''")]
