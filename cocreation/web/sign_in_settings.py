"""Settings of accounts and sign-in that are the same everywhere; `settings.py` takes them all over."""

AUTH_USER_MODEL = "projects.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["projects.accounts.hashers.TunedArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "projects.accounts.password_validators.UserAttributeSimilarityValidator"},
    {
        "NAME": "projects.accounts.password_validators.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "projects.accounts.password_validators.CommonPasswordValidator"},
    {"NAME": "projects.accounts.password_validators.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "projects.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 1
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "home"

MFA_ADAPTER = "projects.accounts.second_factor.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1  # the code of half a minute before and after is right too, each once
MFA_ALLOW_UNVERIFIED_EMAIL = True

SOCIALACCOUNT_ADAPTER = "projects.accounts.oidc.adapter.SocialAccountAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False

# The forms of the sign-in library: ours, in our words and look.
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
