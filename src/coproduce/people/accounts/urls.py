"""Only those pages of django-allauth that we use, under our own addresses and in our own words.

Some have two names: the library asks for its pages by name, and each of these leads to the page that does its work.
"""

from django.urls import path

from coproduce.people.accounts import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-in/", views.sign_in, name="account_request_login_code"),
    path("sign-in/", views.sign_in, name="account_signup"),
    path("sign-in/code/", views.type_code, name="account_confirm_login_code"),
    path("sign-in/passkey/", views.sign_in_by_passkey, name="mfa_login_webauthn"),
    path("sign-out/", views.sign_out, name="account_logout"),
    path("sign-out/everywhere/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("passkeys/", views.passkeys, name="mfa_list_webauthn"),
    path("passkeys/", views.passkeys, name="mfa_index"),
    path("passkeys/add/", views.add_passkey, name="mfa_add_webauthn"),
    path("passkeys/sure/", views.sure_by_passkey, name="mfa_reauthenticate_webauthn"),
    path("passkeys/<int:pk>/name/", views.rename_passkey, name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", views.remove_passkey, name="mfa_remove_webauthn"),
    path("s/<str:token>/", views.sign_in_by_link, name="sign_in_by_link"),
]
