"""The forms that the sign-in library uses: ours, in our words and look."""

ACCOUNT_FORMS = {
    "login": "projects.forms.SignInForm",
    "reset_password": "projects.forms.AskResetForm",
    "reset_password_from_key": "projects.forms.ResetForm",
    "change_password": "projects.forms.ChangeForm",
    "reauthenticate": "projects.forms.PasswordAgainForm",
}
MFA_FORMS = {
    "authenticate": "projects.forms.CodeForm",
    "reauthenticate": "projects.forms.CodeAgainForm",
    "activate_totp": "projects.forms.SwitchOnForm",
    "deactivate_totp": "projects.forms.SwitchOffForm",
    "generate_recovery_codes": "projects.forms.SpareCodesForm",
    "add_webauthn": "projects.forms.PasskeyForm",
    "authenticate_webauthn": "projects.forms.PasskeyAsFactorForm",
    "login_webauthn": "projects.forms.PasskeySignInForm",
    "reauthenticate_webauthn": "projects.forms.PasskeyAgainForm",
}
