"""For whom each door of the platform is, written by hand: that a door says otherwise is to be seen.

Where offices are named, whoever holds one of them is let in, in whatever district, agency or site:
their doors stand in `audiences_of_offices.py`.
"""

from tests.audiences_of_offices import OFFICES

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
GET /api/v1/me/complaints/supported
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
POST /ideas/{id}/talk/{comment}/edit /ideas/{id}/talk/{comment}/flag /ideas/{id}/flag
POST /ideas/{id}/talk/{comment}/helpful /me/standing /projects/{id}/pairs
POST /projects/{id}/problems/new /projects/{id}/rate /statements/{id}/vote
GET /api/v1/projects/{id}/pairs /api/v1/projects/{id}/ratings
PUT /api/v1/ideas/{id}/comments/{comment} /api/v1/me/standing
DELETE /api/v1/ideas/{id}/comments/{comment} /api/v1/ideas/{id}/comments/{comment}/helpful
DELETE /api/v1/ideas/{id}/support
POST /api/v1/ideas/{id}/comments /api/v1/ideas/{id}/comments/{comment}/flag
POST /api/v1/ideas/{id}/flag
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
}
LISTED = [
    (f"{line.split()[0]} {path}", audience)
    for audience, lines in (TABLE | OFFICES).items()
    for line in lines.strip().splitlines()
    for path in line.split()[1:]
]
AUDIENCE = dict(LISTED)
