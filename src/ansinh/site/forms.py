"""How Django writes forms on our pages: label, help, box, and the error in words beside the box."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Forms in the look of the design system, from ``templates/ansinh/form``."""

    form_template_name = "ansinh/form/form.html"
    field_template_name = "ansinh/form/field.html"
