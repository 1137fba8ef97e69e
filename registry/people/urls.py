from registry.people.access.urls import urlpatterns as access
from registry.people.duplicates.urls import urlpatterns as duplicates
from registry.people.life.urls import urlpatterns as life
from registry.people.own_file.urls import urlpatterns as own_file
from registry.people.units.urls import urlpatterns as units

urlpatterns = [*own_file, *access, *life, *units, *duplicates]
