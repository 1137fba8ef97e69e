"""The schema and its documentation page; answers to paths of the API that lead nowhere."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from uhis_portal.api.errors import plain_answer


class ApiSchema(SpectacularAPIView):
    """OpenAPI 3.1 of the portal, as YAML, or as JSON when asked for."""

    renderer_classes = [OpenApiYamlRenderer, OpenApiJsonRenderer]


@method_decorator(login_not_required, name="dispatch")
class ApiDocumentation(SpectacularSwaggerSplitView):
    """Swagger UI; its script comes from an address of its own, so that the content-security policy stays closed."""

    url_name = "api-schema"
    template_name = "api/documentation.html"


@login_not_required
def nothing_here(request: HttpRequest, path: str | None = None) -> HttpResponse:
    """An unknown path below /api/: the problem body, not a page."""
    return plain_answer(request, 404)
