"""The headers that every answer has: pages, errors, redirects, static files, the admin."""

from django.http import HttpRequest, HttpResponse
from django.middleware.security import SecurityMiddleware

# Nothing here asks for any of these, and nothing that slips in may.
REFUSED = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
HEADERS = {
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in REFUSED),
    # The open data says otherwise of itself (guide/views/opendata.py).
    "Cross-Origin-Resource-Policy": "same-origin",
}


class EveryAnswer(SecurityMiddleware):
    """Stands outermost. Sets what Django's own middleware of this name sets, on the answers too that one refuses
    before it comes to setting them (a host that is not ours), and the two headers that Django does not know.
    """

    def process_request(self, request: HttpRequest) -> None:
        """The redirect to HTTPS is left to Django's own, further in."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response = super().process_response(request, response)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
