"""The forms that the sign-in library uses: ours, in our words and look."""

ACCOUNT_FORMS = {
    "login": "projects.accounts.forms.account.SignInForm",
    "reset_password": "projects.accounts.forms.account.AskResetForm",
    "reset_password_from_key": "projects.accounts.forms.account.ResetForm",
    "change_password": "projects.accounts.forms.account.ChangeForm",
    "reauthenticate": "projects.accounts.forms.account.PasswordAgainForm",
}
MFA_FORMS = {
    "authenticate": "projects.accounts.forms.second_factor.CodeForm",
    "reauthenticate": "projects.accounts.forms.second_factor.CodeAgainForm",
    "activate_totp": "projects.accounts.forms.second_factor.SwitchOnForm",
    "deactivate_totp": "projects.accounts.forms.second_factor.SwitchOffForm",
    "generate_recovery_codes": "projects.accounts.forms.second_factor.SpareCodesForm",
    "add_webauthn": "projects.accounts.forms.second_factor.PasskeyForm",
    "authenticate_webauthn": "projects.accounts.forms.second_factor.PasskeyAsFactorForm",
    "login_webauthn": "projects.accounts.forms.second_factor.PasskeySignInForm",
    "reauthenticate_webauthn": "projects.accounts.forms.second_factor.PasskeyAgainForm",
}
