"""Places and the structure of government in them: areas, agencies, offices, bodies."""

from guyub.apps.areas.models.agency import Agency, AgencyChange
from guyub.apps.areas.models.area import Area, AreaWord, Edition
from guyub.apps.areas.models.body import Body, BodyMember
from guyub.apps.areas.models.office import Office, Role

__all__ = ["Agency", "AgencyChange", "Area", "AreaWord", "Body", "BodyMember", "Edition", "Office", "Role"]
