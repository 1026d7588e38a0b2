"""For whom each door of the platform is, written by hand: that a door says otherwise is to be seen.

Where offices are named, whoever holds one of them is let in, in whatever district, agency or site.
"""

EVERYBODY, ACCOUNT, RESIDENT, VERIFIED = "everybody", "account", "resident", "verified"
GUEST = "guest"  # a resident, or somebody without an account who has begun something
TABLE = {
    EVERYBODY: """
GET / /accessibility /api /help /privacy /robots.txt /status.json /.well-known/security.txt
GET /sign-in /sign-up /sign-up/confirm /forgot-password /forgot-password/confirm /unsubscribe
POST /sign-in /sign-up /sign-up/confirm /sign-up/resend /forgot-password /forgot-password/confirm
POST /sign-out /unsubscribe /track /appointments/{id}/cancel /appointments/{id}/coming
GET /appointments /appointments/book /appointments/{id} /appointments/{id}/calendar.ics
GET /ballots /ballots/archive /ballots/{id} /ballots/{id}/check /ballots/{id}/results
GET /ballots/{id}/variants /resolutions /disputes/decisions /me/calendar.ics /track
POST /ballots/{id}/check
GET /complaints /complaints/{reference} /report /rewards /rewards/{id} /verify /verify/{code}
GET /services /services/{code} /services/{code}/check /apply/{draft}/resume
GET /preview/{link} /preview/{link}/{step}
POST /services/{code}/guest /apply/{draft}/resume /preview/{link}/{step}
GET /api/v1/addresses /api/v1/areas /api/v1/areas/{id} /api/v1/openapi.json
GET /api/v1/ballots /api/v1/ballots/archive /api/v1/ballots/{id} /api/v1/ballots/{id}/check
GET /api/v1/ballots/{id}/audit.zip /api/v1/ballots/{id}/reports /api/v1/ballots/{id}/reports/latest
GET /api/v1/ballots/{id}/resolution /api/v1/ballots/{id}/variants /api/v1/resolutions
GET /api/v1/complaints /api/v1/complaints/nearby /api/v1/complaints/{id}
GET /api/v1/complaints/{id}/events /api/v1/topics /api/v1/topics/{code}
GET /api/v1/disputes/decisions /api/v1/documents/{code} /api/v1/rewards /api/v1/slots /api/v1/visits
GET /api/v1/log/key /api/v1/log/{ballot}/checkpoint /api/v1/log/{ballot}/leaves
GET /api/v1/log/{ballot}/proof/consistency /api/v1/log/{ballot}/proof/inclusion
GET /api/v1/services /api/v1/services.jsonld /api/v1/services/{id} /api/v1/services/{id}/form
GET /api/v1/services/{id}/statistics /api/v1/unsubscribe/{token}
GET /ideas/{id}/fate /projects/{id}/report /refusals /responses /api/v1/ideas/{id}/fate
GET /api/v1/projects/{id}/report /api/v1/refusals /api/v1/responses
POST /api/v1/unsubscribe/{token} /api/v1/applications/track
GET /projects /projects/{id} /api/v1/projects /api/v1/projects/{id}
GET /projects/{id}/opinions /api/v1/projects/{id}/opinion-map
GET /initiatives /initiatives/{id} /api/v1/initiatives /api/v1/initiatives/{id}
GET /ideas/{id} /ideas/{id}/versions /projects/{id}/ideas
GET /api/v1/ideas/similar /api/v1/ideas/{id} /api/v1/ideas/{id}/versions
GET /api/v1/projects/{id}/exposure /api/v1/projects/{id}/ideas
GET /ideas/{id}/talk /ideas/{id}/talk/{comment} /ideas/{id}/talk/{comment}/versions /leaders
GET /projects/{id}/problems /projects/{id}/ranking/{phase} /statements/{id}
GET /api/v1/ideas/{id}/comments /api/v1/ideas/{id}/comments/{comment}
GET /api/v1/ideas/{id}/comments/{comment}/versions /api/v1/leaders
GET /api/v1/projects/{id}/phases/{phase}/ranking /api/v1/projects/{id}/statements
GET /api/v1/projects/{id}/statements/similar /api/v1/statements/{id}
""",
    ACCOUNT: """
GET /me /me/activity /me/applications /me/appointments /me/appointments/past
GET /me/appointments/waiting /me/complaints /me/data /me/data/file /me/delete /me/disputes /me/email
GET /me/inbox /me/inbox/{notice} /me/notifications /me/organisations /me/organisations/{id}
GET /me/points /me/profile /me/residence /me/votes /me/vouchers
POST /me/acting /me/calendar /me/data /me/delete /me/delete/cancel /me/email /me/email/confirm
POST /me/inbox/read /me/notifications /me/notifications/address /me/profile /me/residence
POST /sign-out-everywhere
GET /applications/{reference} /applications/{reference}/decision.pdf
GET /applications/{reference}/files/{file} /disputes/{id}
GET /api/v1/me /api/v1/me/access-log /api/v1/me/complaints /api/v1/me/complaints/{id}
GET /api/v1/me/notifications /api/v1/me/notifications/preferences /api/v1/me/points /api/v1/me/votes
GET /api/v1/me/vouchers /api/v1/applications /api/v1/applications/{reference} /api/v1/appointments
GET /api/v1/appointments/{id} /api/v1/ballots/{id}/eligibility /api/v1/disputes/{id}
GET /api/v1/organisations /api/v1/organisations/{id} /api/v1/waitlist
PATCH /api/v1/me
PUT /api/v1/me/notifications/preferences
POST /api/v1/me/export /api/v1/me/notifications/read /api/v1/complaints/{id}/withdraw
DELETE /api/v1/me /api/v1/waitlist/{id}
GET /me/ideas /api/v1/me/ideas /api/v1/me/ideas/{id}
GET /api/v1/me/standing
""",
    RESIDENT: """
GET /report/{draft} /report/{draft}/topic /report/{draft}/place /report/{draft}/nearby
GET /report/{draft}/details /report/{draft}/photos /report/{draft}/photos/{photo}
GET /report/{draft}/check /report/{draft}/emergency
POST /report /report/{draft}/topic /report/{draft}/place /report/{draft}/nearby
POST /report/{draft}/details /report/{draft}/photos /report/{draft}/photos/remove
POST /report/{draft}/check
GET /complaints/{reference}/deny /complaints/{reference}/deny/photos
GET /complaints/{reference}/deny/photos/{photo}
POST /complaints/{reference}/deny /complaints/{reference}/deny/photos
POST /complaints/{reference}/deny/remove /complaints/{reference}/answer-question
POST /complaints/{reference}/confirm /complaints/{reference}/support
POST /complaints/{reference}/unsupport /complaints/{reference}/withdraw
GET /apply/{draft}/adopt /apply/{draft}/files/{file} /apply/{draft}/{step}/files/{field}
GET /apply/{draft}/{step}/files/{field}/{file}
POST /apply/{draft}/adopt /apply/{draft}/{step}/files/{field} /services/{code}/apply
GET /applications/{reference}/answer /applications/{reference}/answer/write
GET /applications/{reference}/answer/{files} /applications/{reference}/cosign
GET /applications/{reference}/withdraw
POST /applications/{reference}/answer /applications/{reference}/appeal
POST /applications/{reference}/cosign /applications/{reference}/decline
POST /applications/{reference}/fix /applications/{reference}/reopen
POST /applications/{reference}/withdraw
GET /appointments/confirm /appointments/wait /appointments/{id}/move
POST /appointments/book /appointments/confirm /appointments/wait /appointments/{id}/move
POST /me/appointments/waiting /rewards/{id}/redeem /me/points/give
GET /ballots/{id}/vote /ballots/{id}/disputes/new /me/points/give
POST /ballots/{id}/vote /ballots/{id}/disputes/new /disputes/{id}/appeal /disputes/{id}/withdraw
GET /me/meters /me/meters/new /me/meters/{id} /me/meters/{id}/history /me/meters/{id}/photo
GET /me/meters/{id}/photos/{photo} /me/meters/{id}/remove
POST /me/meters/new /me/meters/{id} /me/meters/{id}/remove
GET /me/organisations/new /me/organisations/{id}/invitations
GET /me/organisations/{id}/invitations/{invitation} /me/organisations/{id}/members/{person}
POST /me/organisations/new /me/organisations/{id} /me/organisations/{id}/invitations
POST /me/organisations/{id}/invitations/{invitation} /me/organisations/{id}/members/{person}
GET /api/v1/applications/drafts/{id} /api/v1/meters /api/v1/meters/{id}/readings
GET /api/v1/uploads/{id}
PATCH /api/v1/applications/drafts/{id} /api/v1/organisations/{id}
PUT /api/v1/organisations/{id}/invitations/{invitation}
PUT /api/v1/organisations/{id}/members/{person}
DELETE /api/v1/applications/drafts/{id} /api/v1/complaints/{id}/support /api/v1/meters/{id}
DELETE /api/v1/organisations/{id}/invitations/{invitation}
DELETE /api/v1/organisations/{id}/members/{person}
POST /api/v1/applications/drafts /api/v1/applications/drafts/{id}/files
POST /api/v1/applications/drafts/{id}/submit /api/v1/applications/{reference}/answer
POST /api/v1/applications/{reference}/cosign /api/v1/applications/{reference}/decline
POST /api/v1/applications/{reference}/reopen /api/v1/applications/{reference}/withdraw
POST /api/v1/appointments /api/v1/appointments/{id}/cancel /api/v1/appointments/{id}/reschedule
POST /api/v1/slots/{id}/hold /api/v1/waitlist /api/v1/uploads
POST /api/v1/ballots/{id}/votes /api/v1/disputes /api/v1/disputes/{id}/appeal
POST /api/v1/disputes/{id}/withdraw /api/v1/me/points/donations /api/v1/rewards/{id}/redeem
POST /api/v1/complaints /api/v1/complaints/{id}/answer-question /api/v1/complaints/{id}/support
POST /api/v1/complaints/{id}/verdict /api/v1/meters /api/v1/meters/{id}/readings
POST /api/v1/meters/{id}/photos
POST /api/v1/organisations /api/v1/organisations/{id}/invitations
POST /projects/{id}/join /api/v1/projects/{id}/join
GET /api/v1/me/initiatives
GET /ideas/{id}/amendments /ideas/{id}/amendments/{amendment} /ideas/{id}/authors
GET /ideas/{id}/merge /ideas/{id}/photos /ideas/{id}/photos/{photo} /ideas/{id}/write
POST /projects/{id}/ideas /ideas/{id} /ideas/{id}/amendments /ideas/{id}/amendments/{amendment}
POST /ideas/{id}/authors /ideas/{id}/merge /ideas/{id}/photos /ideas/{id}/write
GET /api/v1/ideas/{id}/amendments /api/v1/ideas/{id}/amendments/{amendment}
GET /api/v1/ideas/{id}/authors /api/v1/ideas/{id}/merge
PUT /api/v1/ideas/{id}
DELETE /api/v1/ideas/{id}
POST /api/v1/projects/{id}/ideas /api/v1/ideas/{id}/submit /api/v1/ideas/{id}/authors
POST /api/v1/ideas/{id}/amendments /api/v1/ideas/{id}/amendments/{amendment}/answer
POST /api/v1/ideas/{id}/amendments/{amendment}/promote /api/v1/ideas/{id}/merge/answer
GET /ideas/{id}/talk/{comment}/edit /me/standing /projects/{id}/pairs /projects/{id}/problems/new
GET /projects/{id}/rate
POST /ideas/{id}/talk /ideas/{id}/talk/{comment} /ideas/{id}/talk/{comment}/delete
POST /ideas/{id}/talk/{comment}/edit /ideas/{id}/talk/{comment}/flag
POST /ideas/{id}/talk/{comment}/helpful /me/standing /projects/{id}/pairs
POST /projects/{id}/problems/new /projects/{id}/rate /statements/{id}/vote
GET /api/v1/projects/{id}/pairs /api/v1/projects/{id}/ratings
PUT /api/v1/ideas/{id}/comments/{comment} /api/v1/me/standing
DELETE /api/v1/ideas/{id}/comments/{comment} /api/v1/ideas/{id}/comments/{comment}/helpful
DELETE /api/v1/ideas/{id}/support
POST /api/v1/ideas/{id}/comments /api/v1/ideas/{id}/comments/{comment}/flag
POST /api/v1/ideas/{id}/comments/{comment}/helpful /api/v1/ideas/{id}/rate
POST /api/v1/ideas/{id}/support /api/v1/projects/{id}/pairs /api/v1/projects/{id}/statements
POST /api/v1/statements/{id}/vote
POST /ideas/{id}/rework /api/v1/ideas/{id}/rework
""",
    GUEST: """
GET /apply/{draft} /apply/{draft}/check /apply/{draft}/delete /apply/{draft}/later
GET /apply/{draft}/letter /apply/{draft}/{step}
POST /apply/{draft}/check /apply/{draft}/delete /apply/{draft}/later /apply/{draft}/letter
POST /apply/{draft}/{step}
""",
    VERIFIED: """
GET /api/v1/me/residence
GET /initiatives/new
POST /initiatives/new /initiatives/{id}/sign /initiatives/{id}/withdraw /initiatives/{id}/words
POST /api/v1/initiatives /api/v1/initiatives/{id}/sign
PUT /api/v1/initiatives/{id}
DELETE /api/v1/initiatives/{id}/sign
""",
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
POST /moderation/statements /moderation/talk
GET /api/v1/moderation/comments /api/v1/moderation/ideas /api/v1/moderation/statements
POST /api/v1/ideas/{id}/comments/{comment}/hide /api/v1/ideas/{id}/comments/{comment}/leave
POST /api/v1/ideas/{id}/publish /api/v1/ideas/{id}/return
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
POST /staff/organisations/{id}/refuse /staff/people/{person}/lower /staff/people/{person}/raise
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
POST /work/projects /work/projects/{id}/close /work/projects/{id}/extend/{phase}
POST /work/projects/{id}/open /work/projects/{id}/phases/{number} /work/projects/{id}/{step}
GET /api/v1/work/projects /api/v1/work/projects/{id}
PUT /api/v1/projects/{id}
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
LISTED = [
    (f"{line.split()[0]} {path}", audience)
    for audience, lines in TABLE.items()
    for line in lines.strip().splitlines()
    for path in line.split()[1:]
]
AUDIENCE = dict(LISTED)
