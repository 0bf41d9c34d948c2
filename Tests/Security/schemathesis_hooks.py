"""What schemathesis does not know by itself: a package is bytes as any other file."""

import schemathesis

schemathesis.serializer.alias("application/zip", "application/octet-stream")
