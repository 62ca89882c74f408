"""What a password has to be, said in our words."""

from django.contrib.auth import password_validation as rules
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class MinimumLengthValidator(rules.MinimumLengthValidator):
    def get_error_message(self) -> str:
        words = ngettext(
            "This password is too short. Take at least %(least)s character.",
            "This password is too short. Take at least %(least)s characters: a sentence works well.",
            self.min_length,
        )
        return words % {"least": self.min_length}


class UserAttributeSimilarityValidator(rules.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        """Say what it is like, whatever the field is called."""
        return _("This password looks too much like your name or your e-mail address.").replace("%", "%%")


class CommonPasswordValidator(rules.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("Many people use this password, so it is easy to guess. Choose another one.")


class NumericPasswordValidator(rules.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return _("This password has only figures. Use words too.")
