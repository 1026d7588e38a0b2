"""The doors that are for offices, and for which: a part of `audiences.py`."""

OFFICES = {
    "moderator": """
GET /moderation /moderation/checks /moderation/{reference} /moderation/checks/{reference}
GET /moderation/checks/{reference}/photos /moderation/checks/{reference}/photos/{photo}
POST /moderation/{reference}/publish /moderation/{reference}/reject /moderation/checks/{reference}
POST /moderation/checks/{reference}/photos /moderation/checks/{reference}/remove
GET /moderation/ideas /moderation/ideas/{id}
POST /moderation/ideas/{id}
""",
    "moderator admin": """
POST /api/v1/complaints/{id}/check /api/v1/complaints/{id}/publish /api/v1/complaints/{id}/reject
POST /work/initiatives/{id}/publish /work/initiatives/{id}/return
POST /api/v1/initiatives/{id}/publish /api/v1/initiatives/{id}/return
GET /moderation/statements /moderation/talk
POST /moderation/statements /moderation/talk /leaders
GET /api/v1/moderation/comments /api/v1/moderation/ideas /api/v1/moderation/statements
POST /api/v1/ideas/{id}/comments/{comment}/hide /api/v1/ideas/{id}/comments/{comment}/leave
POST /api/v1/ideas/{id}/publish /api/v1/ideas/{id}/return /api/v1/ideas/{id}/change
POST /api/v1/ideas/{id}/verdict /api/v1/ideas/{id}/versions/{number}/hide
POST /api/v1/leaders/{id}/remove
POST /api/v1/statements/{id}/publish /api/v1/statements/{id}/return
""",
    "moderator admin auditor": "GET /api/v1/moderation /api/v1/moderation/checks",
    "agency": """
GET /work /work/{reference} /work/{reference}/answer /work/{reference}/answer/photos
GET /work/{reference}/answer/photos/{photo} /work/{reference}/ask /work/{reference}/forward
GET /work/{reference}/no-action /work/{reference}/not-responsible /work/{reference}/schedule
POST /work/{reference}/acknowledge /work/{reference}/answer /work/{reference}/answer/photos
POST /work/{reference}/answer/remove /work/{reference}/ask /work/{reference}/forward
POST /work/{reference}/no-action /work/{reference}/not-responsible /work/{reference}/schedule
POST /work/{reference}/start
POST /api/v1/complaints/{id}/acknowledge /api/v1/complaints/{id}/answer /api/v1/complaints/{id}/ask
POST /api/v1/complaints/{id}/forward /api/v1/complaints/{id}/no-action
POST /api/v1/complaints/{id}/not-responsible /api/v1/complaints/{id}/schedule
POST /api/v1/complaints/{id}/start
GET /work/meters /work/meters/{id} /api/v1/meters/bulk/{id}
POST /work/meters /api/v1/meters/bulk
GET /work/resolutions /work/resolutions/{ballot} /work/resolutions/{ballot}/{step}
GET /work/resolutions/{ballot}/{step}/photos/{photo}
POST /work/resolutions/{ballot} /work/resolutions/{ballot}/{step}
POST /work/resolutions/{ballot}/{step}/remove
POST /api/v1/ballots/{id}/resolution /api/v1/ballots/{id}/resolution/steps
GET /work/responses /work/fates/{id}/{step}/photos/{photo}
POST /work/fates/{id}/{step}/remove
POST /api/v1/ideas/{id}/milestones /api/v1/ideas/{id}/response
POST /work/initiatives/{id}/answer /api/v1/initiatives/{id}/answer
""",
    "agency auditor": "GET /api/v1/agencies/{code}/complaints",
    "moderator admin agency facilitator": """
GET /work/initiatives /work/initiatives/{id} /api/v1/work/initiatives
""",
    "operator": """
GET /staff/organisations /staff/organisations/{id}
GET /staff/corrections /staff/corrections/{reference}/{field}
POST /staff/corrections/{reference}/{field}/confirm
POST /staff/corrections/{reference}/{field}/decline
POST /staff/organisations/{id}/appoint /staff/organisations/{id}/close
POST /staff/organisations/{id}/confirm /staff/organisations/{id}/person
POST /staff/organisations/{id}/refuse /staff/people/{person}/holder
POST /staff/people/{person}/lower /staff/people/{person}/raise
POST /work/disputes/{id}/person /work/disputes/{id}/verify /api/v1/disputes/{id}/verify
""",
    "operator admin": """
GET /staff/people /staff/people/{person} /staff/vouchers
POST /staff/people /staff/rewards /staff/vouchers /staff/vouchers/refund /staff/vouchers/use
""",
    "operator ballot_officer auditor": """
GET /work/disputes /work/disputes/{id} /api/v1/disputes
""",
    "admin": "POST /staff/people/{person}/grant /staff/people/{person}/revoke",
    "clerk": """
GET /work/appointments /work/appointments/{id} /work/appointments/{id}/hours
GET /work/appointments/{id}/hours/{provider}
POST /work/appointments/{id} /work/appointments/{id}/hours /work/appointments/{id}/refer
POST /work/appointments/{id}/hours/{provider}
GET /api/v1/desk/appointments
POST /api/v1/appointments/{id}/check-in /api/v1/appointments/{id}/complete
POST /api/v1/appointments/{id}/confirm /api/v1/appointments/{id}/no-show
POST /api/v1/appointments/{id}/revoke
""",
    "case_officer": """
POST /work/applications/{reference}/ask /work/applications/{reference}/hand-over
POST /work/applications/{reference}/prepare /work/applications/{reference}/produce
POST /work/applications/{reference}/ready /work/applications/{reference}/take
POST /work/applications/{reference}/transfer /api/v1/applications/{reference}/ask
POST /api/v1/applications/{reference}/hand-over /api/v1/applications/{reference}/make-ready
POST /api/v1/applications/{reference}/prepare /api/v1/applications/{reference}/produce
POST /api/v1/applications/{reference}/take /api/v1/applications/{reference}/transfer
""",
    "head": """
POST /work/applications/{reference}/send-back /work/applications/{reference}/sign
POST /api/v1/applications/{reference}/send-back /api/v1/applications/{reference}/sign
""",
    "case_officer head": """
GET /work/applications /work/applications/overdue /work/applications/{reference}
GET /work/forms
GET /api/v1/work/applications
""",
    "ballot_officer": """
GET /work/ballots/{id}/questions/{number} /work/ballots/{id}/{step}
POST /work/ballots /work/ballots/{id}/{step} /work/ballots/{id}/questions/{number}
POST /work/ballots/{id}/schedule /work/ballots/{id}/cancel /work/ballots/{id}/annul
POST /work/ballots/{id}/variants /work/ballots/{id}/variants/next
POST /work/disputes/{id}/examine /work/disputes/{id}/decide
PUT /api/v1/ballots/{id}
POST /api/v1/ballots /api/v1/ballots/{id}/schedule /api/v1/ballots/{id}/cancel
POST /api/v1/ballots/{id}/annul /api/v1/work/ballots/{id}/variants
POST /api/v1/disputes/{id}/examine /api/v1/disputes/{id}/decide
""",
    "ballot_officer auditor": """
GET /work/ballots /work/ballots/{id} /work/ballots/{id}/preview /work/ballots/{id}/variants
GET /api/v1/work/ballots /api/v1/work/ballots/{id} /api/v1/work/ballots/{id}/variants
""",
    "facilitator": """
GET /work/projects /work/projects/{id} /work/projects/{id}/extend/{phase}
GET /work/projects/{id}/phases/{number} /work/projects/{id}/{step}
POST /work/projects /work/projects/{id} /work/projects/{id}/close
POST /work/projects/{id}/extend/{phase}
POST /work/projects/{id}/open /work/projects/{id}/phases/{number} /work/projects/{id}/{step}
GET /api/v1/work/projects /api/v1/work/projects/{id}
PUT /api/v1/projects/{id}
DELETE /api/v1/projects/{id}
POST /api/v1/projects /api/v1/projects/{id}/close /api/v1/projects/{id}/extend
POST /api/v1/projects/{id}/open
POST /work/initiatives/{id}/ask /api/v1/initiatives/{id}/ask
GET /ideas/{id}/cost /ideas/{id}/summary /work/projects/{id}/questions
GET /work/projects/{id}/digests /work/projects/{id}/silent
GET /api/v1/projects/{id}/digests /api/v1/projects/{id}/silent
POST /ideas/{id}/talk/{comment}/split /work/projects/{id}/silent
POST /api/v1/ideas/{id}/comments/{comment}/split /api/v1/projects/{id}/silent
POST /ideas/{id}/cost /ideas/{id}/summary /ideas/{id}/talk/{comment}/pin
GET /api/v1/projects/{id}/questions
PUT /api/v1/ideas/{id}/cost /api/v1/ideas/{id}/summary
POST /api/v1/ideas/{id}/comments/{comment}/pin /api/v1/ideas/{id}/merge
GET /api/v1/work/ideas/{id}/fate
POST /api/v1/ideas/{id}/review /api/v1/ideas/{id}/review/prolong /api/v1/ideas/{id}/selection
""",
    "facilitator agency": """
GET /work/fates /work/fates/{id} /work/fates/{id}/{step}
POST /work/fates/{id}/{step}
""",
    "expert": """
GET /work/scores /work/scores/{id} /work/openings/{project} /api/v1/work/scores
POST /work/scores/{id} /work/openings/{project}
POST /api/v1/ideas/{id}/scores/commit /api/v1/ideas/{id}/scores/reveal
""",
}
