"""The forms that the sign-in library uses: ours, in our words and look."""

ACCOUNT_FORMS = {
    "login": "projects.accounts.forms.account.SignInForm",
    "reset_password": "projects.accounts.forms.account.RequestResetForm",
    "reset_password_from_key": "projects.accounts.forms.account.SetNewPasswordForm",
    "change_password": "projects.accounts.forms.account.PasswordChangeForm",
    "reauthenticate": "projects.accounts.forms.account.PasswordReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "projects.accounts.forms.second_factor.CodeForm",
    "reauthenticate": "projects.accounts.forms.second_factor.CodeReauthenticateForm",
    "activate_totp": "projects.accounts.forms.second_factor.ActivateTotpForm",
    "deactivate_totp": "projects.accounts.forms.second_factor.DeactivateTotpForm",
    "generate_recovery_codes": "projects.accounts.forms.second_factor.RecoveryCodesForm",
    "add_webauthn": "projects.accounts.forms.second_factor.AddPasskeyForm",
    "authenticate_webauthn": "projects.accounts.forms.second_factor.PasskeyAuthenticateForm",
    "login_webauthn": "projects.accounts.forms.second_factor.PasskeySignInForm",
    "reauthenticate_webauthn": "projects.accounts.forms.second_factor.PasskeyReauthenticateForm",
}
