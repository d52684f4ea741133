"""What was typed into an article."""

from django import forms

from priyom.desk.models import Topic
from priyom.knowledge.models import Article


class ArticleForm(forms.Form):
    """An article's text and who reads it; what is missing is said by the action."""

    title = forms.CharField(max_length=160, required=False)
    summary = forms.CharField(max_length=300, required=False)
    body = forms.CharField(required=False, strip=False)
    audience = forms.ChoiceField(choices=Article.Audience.choices)
    state = forms.ChoiceField(choices=Article.State.choices)
    topics = forms.ModelMultipleChoiceField(Topic.objects.all(), required=False)
