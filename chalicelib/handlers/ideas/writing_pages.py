"""Writing an idea: its words, its photos, then sending it; nothing that was kept is lost."""

from chalice.app import Response
from msgspec import Struct

from chalicelib import catalogue
from chalicelib.domain import ideas, photos
from chalicelib.domain.ideas import Words, illustrating, pending, problems, usecases
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.forms import ShownForm
from chalicelib.edge.identity import level
from chalicelib.handlers.ideas import idea_forms
from chalicelib.handlers.ideas.idea_pages import idea as idea_page
from chalicelib.handlers.ideas.idea_pages import idea_of, project_ideas
from chalicelib.messages import say

blueprint = Capability(__name__)
RESIDENTS = level(1)


class ActForm(Struct):
    version: int
    act: str = "send"


class PhotoForm(Struct):
    photo: str = ""


@blueprint.page(
    "POST /projects/{id}/ideas",
    who=RESIDENTS,
    again=project_ideas,
    again_at="/projects/{id}/ideas",
)
def begin_idea(call: Call, id: str) -> Response:
    """Begin an idea; it is a draft until it is sent."""
    made = ideas.begin(id, Words(), by=call.actor, at=call.at)
    return call.redirect(f"/ideas/{made.id}/write")


@blueprint.page("GET /ideas/{id}/write", who=RESIDENTS, along=usecases.item)
def write_idea(call: Call, id: str) -> Response:
    """What it says, to be written or changed by its authors."""
    idea = ideas.authored(idea_of(call, id), by=call.actor)
    project, framing = problems.read_framed(idea.project)
    plan = ideas.plan_of(project)
    wrong = "address" in call.errors
    return call.render(
        "ideas/idea/write.html",
        title=call.tell(say("What do you propose?")),
        idea=idea,
        words=pending.latest(idea),
        plan=plan,
        now_open=ideas.editing.writable(idea, plan, call.at),
        framing=problems.sought_for(plan, framing, call.at),
        draft=idea.state == ideas.State.DRAFT,
        free=pending.free(idea, call.at),
        houses=idea_forms.choices(call.values, wrong),
        agency=catalogue.agency(plan.agency),
        respond_by=ideas.respond_by(plan),
        texts=ideas.texts,
    )


@blueprint.page("POST /ideas/{id}/write", who=RESIDENTS, again=write_idea, along=usecases.item)
def keep_idea(call: Call, id: str, form: ShownForm) -> Response:
    """Keep what was written."""
    before = ideas.authored(idea_of(call, id), by=call.actor)
    written = idea_forms.words(call.values, pending.latest(before))
    kept = ideas.reword(before, written, by=call.actor, at=call.at, version=form.version)
    if kept.waits:
        notice = say("It is sent: a moderator reads it, and everybody sees it then")
        return call.redirect(f"/ideas/{id}", notice=notice)
    return call.redirect(f"/ideas/{id}", notice=say("Kept"))


@blueprint.page(
    "POST /ideas/{id}",
    who=RESIDENTS,
    again=idea_page,
    again_at="/ideas/{id}",
    along=usecases.item,
)
def send_idea(call: Call, id: str, form: ActForm) -> Response:
    """Send a draft to be read, or throw it away."""
    idea = idea_of(call, id)
    if form.act == "throw_away":
        ideas.throw_away(idea, by=call.actor, version=form.version)
        return call.redirect("/me/ideas", notice=say("The draft is thrown away"))
    ideas.submit(idea, by=call.actor, at=call.at, version=form.version)
    return call.redirect(
        f"/ideas/{id}", notice=say("It is sent: a moderator reads it, and you hear of it")
    )


@blueprint.page("GET /ideas/{id}/photos", who=RESIDENTS, along=usecases.item)
def idea_photos(call: Call, id: str) -> Response:
    """The photos so far, and a form for one more."""
    back_to = f"/ideas/{id}/photos/{{photo}}"
    idea = idea_of(call, id)
    there = illustrating.album(idea, by=call.actor, at=call.at, back_to=back_to)
    return call.render(
        "ideas/idea/photos.html",
        uploads_to=there.upload.url,
        title=call.tell(say("Photos of the idea")),
        idea=idea,
        photos=[*there.kept, *there.sent],
        waiting=len(there.sent),
        upload=there.upload,
        most=ideas.texts.MOST_PHOTOS,
        ready=photos.PhotoState.READY,
    )


@blueprint.page("GET /ideas/{id}/photos/{photo}", who=RESIDENTS, along=illustrating.item)
def idea_photo_sent(call: Call, id: str, photo: str) -> Response:
    """Where a browser comes back to when the store has taken a photo."""
    illustrating.add(idea_of(call, id), photo, by=call.actor, at=call.at)
    return call.redirect(f"/ideas/{id}/photos")


@blueprint.page("POST /ideas/{id}/photos", who=RESIDENTS, again=idea_photos, along=usecases.item)
def keep_idea_photos(call: Call, id: str, form: PhotoForm) -> Response:
    """Keep the photos with the idea, or take one out."""
    idea = idea_of(call, id)
    if form.photo:
        illustrating.remove(idea, form.photo, by=call.actor, at=call.at)
        return call.redirect(f"/ideas/{id}/photos", notice=say("The photo is removed"))
    illustrating.keep_all(idea, by=call.actor, at=call.at)
    return call.redirect(f"/ideas/{id}", notice=say("The photos are kept"))
